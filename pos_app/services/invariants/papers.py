"""What must hold of receipts for the printer and of openings of the drawer."""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "one_original_of_each_document": """
        SELECT 'order ' || coalesce(order_id, '-') || ', return ' || coalesce(return_id, '-')
                   || ', report ' || coalesce(report_id, '-'),
               'one original', count(*)
        FROM print_jobs
        WHERE copy = 'original' AND (state <> 'given_up' OR trouble = 'interrupted')
        GROUP BY order_id, return_id, report_id HAVING count(*) > 1
    """,
    "printed_paper_names_its_printer": """
        SELECT 'print job ' || id, 'a printer and a moment', state
        FROM print_jobs
        WHERE CASE state WHEN 'printed' THEN printer = '' OR done_at IS NULL
              WHEN 'waiting' THEN done_at IS NOT NULL ELSE done_at IS NULL END
    """,
    "ticket_is_of_one_exchange": """
        SELECT 'print job ' || p.id, 'order ' || p.order_id,
               coalesce('order ' || r.exchange_order_id, 'no exchange')
        FROM print_jobs p JOIN returns r ON r.id = p.return_id
        WHERE p.order_id IS NOT NULL AND r.exchange_order_id IS NOT p.order_id
    """,
    "drawer_opened_for_a_reason": """
        SELECT 'opening ' || id, 'a sale, a return or a reason', 'none'
        FROM drawer_openings WHERE order_id IS NULL AND return_id IS NULL AND reason = ''
    """,
}
"""What the database itself can't hold."""
