"""The commands about people: who works here, what they sign in with, what their roles may do."""

import sys

import click

from pos_app.cli.terminal import acting, opened_shop, shop_option, tell
from pos_app.domain.errors import UnknownUser
from pos_app.domain.rights import Permission, Role
from pos_app.domain.rows import Clerk, UserRow
from pos_app.shop import Shop
from pos_app.words import permission_words

_ROLE = click.Choice([role.value for role in Role])
_RIGHT = click.Choice([right.value for right in Permission], case_sensitive=False)


@click.group()
@shop_option
def staff() -> None:
    """Who works here, and what they may do.

    PINs, passwords and badges are asked for; where nobody sits at the terminal they are read from
    standard input. They never stand on the command line, where others could read them.

    \b
    Examples:
      python -m pos_app staff add ann --name "Ann Lee" --role manager
      python -m pos_app staff badge ann
      python -m pos_app staff roles clerk --give open_drawer
    """


@staff.command(name="list")
@shop_option
def list_() -> None:
    """List everyone who works here or did: user name, name, role, secret, badge, whether on."""
    with opened_shop() as shop, acting(shop, reads=True) as by:
        rows = shop.staff.users(by=by)
        for row in rows:
            badge, state = "badge" if row.has_badge else "-", "on" if row.active else "off"
            fields = (row.username, row.name, row.role, row.secret, badge, state)
            click.echo("\t".join(fields))
        if not rows:
            tell("Nobody can sign in yet: `staff add` adds somebody.")


@staff.command()
@shop_option
@click.option("--name", metavar="NAME", help="What the person is called; else the user name.")
@click.option("--role", type=_ROLE, default=Role.CLERK.value, show_default=True)
@click.option("--password", is_flag=True, help="They sign in with a password, not with a PIN.")
@click.argument("username")
def add(username: str, name: str | None, role: str, password: bool) -> None:
    """Add somebody who signs in with a PIN of six to twelve digits. Managers and owners may have a
    password of eight characters or more instead."""
    with opened_shop() as shop, acting(shop) as by:
        pin, word = _new_secret(password)
        user = shop.staff.add_user(
            username=username, name=name or username, pin=pin, password=word, role=role, by=by
        )
        tell(f"{user.name} can sign in now.")


@staff.command()
@shop_option
@click.option("--password", is_flag=True, help="A password, not a PIN.")
@click.argument("username")
def secret(username: str, password: bool) -> None:
    """Give somebody a new PIN or password, for one that was forgotten. They are signed out, and
    wait no longer for wrong tries."""
    with opened_shop() as shop, acting(shop) as by:
        user = _user(shop, username, by)
        pin, word = _new_secret(password)
        shop.staff.set_secret(user.id, pin=pin, password=word, by=by)
        tell(f"{user.name} signs in with the new one from now on.")


@staff.command()
@shop_option
@click.option("--take-away", is_flag=True, help="They have no badge any more.")
@click.argument("username")
def badge(username: str, take_away: bool) -> None:
    """Give somebody the badge that is scanned or typed."""
    with opened_shop() as shop, acting(shop) as by:
        user = _user(shop, username, by)
        code = "" if take_away else _asked("Badge")
        signs_in = shop.staff.set_badge(user.id, code, by=by)
        if not code:
            tell(f"{user.name} has no badge now.")
        elif signs_in:
            tell(f"{user.name} has a badge now.")
        else:
            tell(f"{user.name} has a badge now. It is too short to sign in with: it chooses them.")


@staff.command()
@shop_option
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--role", type=_ROLE, help="Another role; they are signed out.")
@click.option("--on/--off", "active", default=None, help="Whether they can sign in.")
@click.argument("username")
def change(username: str, name: str | None, role: str | None, active: bool | None) -> None:
    """Change somebody's name or role, or switch them off: what they did stays in the books."""
    with opened_shop() as shop, acting(shop) as by:
        user = _user(shop, username, by)
        after = shop.staff.update_user(user.id, name=name, role=role, active=active, by=by)
        tell(f"{after.name}: {after.role}, {'on' if after.active else 'off'}")


@staff.command()
@shop_option
@click.option("--give", multiple=True, type=_RIGHT, metavar="RIGHT", help="May do this too.")
@click.option("--take", multiple=True, type=_RIGHT, metavar="RIGHT", help="May not do this.")
@click.argument("role", type=_ROLE, required=False)
def roles(role: str | None, give: tuple[str, ...], take: tuple[str, ...]) -> None:
    """List what each role may do, or one ROLE; --give and --take change it, as often as needed."""
    if role is None and (give or take):
        raise click.UsageError("Say which role: staff roles clerk --give open_drawer")
    with opened_shop() as shop, acting(shop, reads=not (give or take)) as by:
        rows = {row.role: row for row in shop.roles.all(by=by)}
        if role is not None and (give or take):
            rights = rows[role].permissions.union(map(Permission, give))
            rows[role] = shop.roles.set_permissions(
                role, rights.difference(map(Permission, take)), by=by
            )
        for row in rows.values() if role is None else (rows[role],):
            for right in Permission:
                if right in row.permissions:
                    click.echo(f"{row.role}\t{right.value}\t{permission_words(right.value)}")


# --- below ---------------------------------------------------------------------------------------


def _user(shop: Shop, username: str, by: Clerk) -> UserRow:
    """Somebody by their user name. Raises UnknownUser."""
    wanted = username.strip().casefold()
    for user in shop.staff.users(by=by):
        if user.username.casefold() == wanted:
            return user
    raise UnknownUser(username)


def _new_secret(password: bool) -> tuple[str, str]:
    """A PIN and "", or "" and a password."""
    asked = _asked("Password" if password else "PIN", twice=True)
    return ("", asked) if password else (asked, "")


def _asked(what: str, *, twice: bool = False) -> str:
    """What nobody should read over a shoulder."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(what, hide_input=True, confirmation_prompt=twice, err=True)
    return asked
