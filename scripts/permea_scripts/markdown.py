# Tables of Markdown, and their places between marks on a page.

END = "<!-- end -->"


def line(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def table(head, rows):
    return line(head) + line(["---"] * len(head)) + "".join(line(row) for row in rows)


def put_between(text, mark, new):
    """The text with `new` between the line `<!-- mark -->` and the next end; None without such a place."""
    head, start, rest = text.partition(f"<!-- {mark} -->\n")
    _, end, tail = rest.partition(END)
    return head + start + new + end + tail if start and end else None
