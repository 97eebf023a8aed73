"""Rights on people, figures, the journal and files that come in or go out, and on the shop itself:
how each method is called."""

from pos_app.domain.rights import Permission as Right
from pos_app.shop import Shop, ShopSetup
from tests.conftest import OWNER_PIN
from tests.services.rights_table import anybody, needs, needs_one, signed_in

_OWN = "one's own session"
_ASKS = "the right of who approves is looked at, not of who asks"
_FILE = "whoever can open the file has it already"


def _setup() -> ShopSetup:
    return ShopSetup("New shop")


OFFICE = (
    # --- staff and roles ---
    needs("staff.users", lambda w: w.shop.staff.users(by=w.by), Right.SEE_STAFF),
    needs(
        "staff.add_user",
        lambda w: w.shop.staff.add_user(username="zoe", name="Zoe", pin=OWNER_PIN, by=w.by),
        Right.MANAGE_STAFF,
    ),
    needs(
        "staff.update_user",
        lambda w: w.shop.staff.update_user(w.ids["supervisor"], name="Sue", by=w.by),
        Right.MANAGE_STAFF,
    ),
    needs(
        "staff.set_secret",
        lambda w: w.shop.staff.set_secret(w.ids["supervisor"], pin="731946", by=w.by),
        Right.MANAGE_STAFF,
    ),
    needs(
        "staff.set_badge",
        lambda w: w.shop.staff.set_badge(w.ids["supervisor"], "SUE-20261126", by=w.by),
        Right.MANAGE_STAFF,
    ),
    anybody(
        "staff.sign_in",
        lambda w: w.shop.staff.sign_in("clerk", pin=OWNER_PIN),
        "it is how a session begins",
    ),
    anybody(
        "staff.sign_in_badge",
        lambda w: w.shop.staff.sign_in_badge("MANAGER-20261126"),
        "it is how a session begins",
    ),
    anybody(
        "staff.sign_in_names",
        lambda w: w.shop.staff.sign_in_names(),
        "what the screen to sign in shows",
    ),
    anybody("staff.approvers", lambda w: w.shop.staff.approvers(Right.VOID), "whom to call"),
    anybody("staff.terminal", lambda w: w.shop.staff.terminal(), _FILE),
    anybody(
        "staff.sign_out",
        lambda w: w.shop.staff.sign_out(by=w.by),
        "a session that has ended stays so",
    ),
    anybody(
        "staff.lock", lambda w: w.shop.staff.lock(by=w.by), "a session that has ended stays so"
    ),
    needs("staff.check_right", lambda w: w.shop.staff.check_right(Right.VOID, by=w.by), Right.VOID),
    signed_in(
        "staff.change_own_secret",
        lambda w: w.shop.staff.change_own_secret(old=OWNER_PIN, pin="846213", by=w.by),
        "one's own, and the old one is asked for",
    ),
    signed_in(
        "staff.approve",
        lambda w: w.shop.staff.approve(Right.VOID, by=w.by, username="owner", pin=OWNER_PIN),
        _ASKS,
    ),
    signed_in(
        "staff.approve_cart",
        lambda w: w.shop.staff.approve_cart(
            w.exchange(), Right.DISCOUNT, by=w.by, username="owner", pin=OWNER_PIN
        ),
        _ASKS,
    ),
    needs("roles.all", lambda w: w.shop.roles.all(by=w.by), Right.SEE_STAFF),
    signed_in("roles.mine", lambda w: w.shop.roles.mine(by=w.by), _OWN),
    needs(
        "roles.set_permissions",
        lambda w: w.shop.roles.set_permissions("supervisor", [Right.SELL], by=w.by),
        Right.MANAGE_STAFF,
    ),
    # --- figures ---
    needs("reports.daily_sales", lambda w: w.shop.reports.daily_sales(by=w.by), Right.REPORTS),
    needs("reports.top_customers", lambda w: w.shop.reports.top_customers(by=w.by), Right.REPORTS),
    needs("reports.taxes", lambda w: w.shop.reports.taxes(by=w.by), Right.REPORTS),
    needs("reports.tax_report", lambda w: w.shop.reports.tax_report(by=w.by), Right.REPORTS),
    needs("reports.discounts", lambda w: w.shop.reports.discounts(by=w.by), Right.REPORTS),
    needs("reports.takings", lambda w: w.shop.reports.takings(by=w.by), Right.REPORTS),
    anybody(
        "reports.low_stock", lambda w: w.shop.reports.low_stock(), "who sees an empty shelf says so"
    ),
    anybody(
        "reports.pending_orders", lambda w: w.shop.reports.pending_orders(), "clerks pack them"
    ),
    # --- the journal ---
    needs("journal.page", lambda w: w.shop.journal.page(by=w.by), Right.SEE_JOURNAL),
    needs("journal.entry", lambda w: w.shop.journal.entry("T1", 1, by=w.by), Right.SEE_JOURNAL),
    needs("journal.heads", lambda w: w.shop.journal.heads(by=w.by), Right.SEE_JOURNAL),
    needs("journal.verify", lambda w: w.shop.journal.verify(by=w.by), Right.SEE_JOURNAL),
    needs("journal.public_keys", lambda w: w.shop.journal.public_keys(by=w.by), Right.SEE_JOURNAL),
    needs(
        "journal.export", lambda w: w.shop.journal.export(w.file("archive"), by=w.by), Right.EXPORT
    ),
    needs("journal.new_key", lambda w: w.shop.journal.new_key(by=w.by), Right.SETTINGS),
    # --- files ---
    needs(
        "exports.products", lambda w: w.shop.exports.products(w.file("p"), by=w.by), Right.EXPORT
    ),
    needs(
        "exports.customers", lambda w: w.shop.exports.customers(w.file("c"), by=w.by), Right.EXPORT
    ),
    needs("exports.orders", lambda w: w.shop.exports.orders(w.file("o"), by=w.by), Right.EXPORT),
    needs(
        "exports.report",
        lambda w: w.shop.exports.report(w.file("t"), "Tax", what="Taxes", rows=1, by=w.by),
        Right.REPORTS,
    ),
    signed_in(
        "exports.report",
        lambda w: w.shop.exports.report(w.file("l"), "SKU", what="Low stock", rows=1, by=w.by),
        "what runs low is for everybody to see",
        what="low stock",
    ),
    needs("exports.returns", lambda w: w.shop.exports.returns(w.file("r"), by=w.by), Right.EXPORT),
    needs(
        "imports.products",
        lambda w: w.shop.imports.products(
            w.file("in.csv", "sku,name,category,price,stock\nX1,Shade,Light,2.00,1\n"), by=w.by
        ),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "imports.customers",
        lambda w: w.shop.imports.customers(
            w.file("in.csv", "customer,first_name,last_name\ncy,Cy,Orr\n"), by=w.by
        ),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "imports.customers",
        lambda w: w.shop.imports.customers(
            w.file("in.csv", "customer,first_name,last_name,group\ncy,Cy,Orr,Trade\n"), by=w.by
        ),
        Right.MANAGE_CUSTOMERS,
        Right.MANAGE_CATALOG,
        what="with terms",
    ),
    needs(
        "imports.baskets",
        lambda w: w.shop.imports.baskets(
            w.file(
                "in.csv",
                "basket_id,sold_at,customer,sku,quantity,sales_value,retail_disc,coupon_disc,"
                "coupon_match_disc\n7,2017-01-01 18:24:46,cy,LAMP,1,9.00,0,0,0\n",
            ),
            by=w.by,
        ),
        Right.SELL,
        Right.BACKDATE,
        Right.PRICE_OVERRIDE,
        Right.MANAGE_CUSTOMERS,
    ),
    # --- the shop itself ---
    needs("shop.check", lambda w: w.shop.check(by=w.by), Right.CHECK_BOOKS),
    needs("shop.backup", lambda w: w.shop.backup(w.file("copy.db"), by=w.by), Right.BACKUP),
    needs("shop.training_copy", lambda w: w.shop.training_copy(by=w.by), Right.BACKUP),
    needs_one(
        "shop.closing_backup",
        lambda w: w.shop.closing_backup(w.file("closings"), by=w.by),
        Right.BACKUP,
        Right.RUN_SHIFT,
    ),
    anybody(
        "shop.checkpoint",
        lambda w: w.shop.checkpoint(),
        "the till's own work while it is idle: nothing of the books changes",
    ),
    anybody(
        "shop.data_version",
        lambda w: w.shop.data_version(),
        "it tells that somebody committed, and nothing of what",
    ),
    anybody(
        "shop.on_change",
        lambda w: w.shop.on_change(lambda _topic, _ids: None),
        "it tells which lists to read again, by ids",
    ),
    anybody("shop.info", lambda w: w.shop.info, "the name over the door"),
    anybody("shop.money", lambda w: w.shop.money, "how amounts are written"),
    anybody("shop.path", lambda w: w.shop.path, "where the file lies that is open"),
    anybody("shop.close", lambda w: w.shop.close(), _FILE),
    anybody("shop.open", lambda w: Shop.open(w.path).close(), _FILE),
    anybody(
        "shop.create",
        lambda w: Shop.create(w.file("new.db"), _setup()).close(),
        "a new file, with nothing in it",
    ),
    anybody(
        "shop.practise",
        lambda w: Shop.practise(w.path).close(),
        "who learns: the copy lies beside the shop, and asks for the same PINs",
    ),
)
