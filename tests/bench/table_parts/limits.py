"""What each piece of a review takes at least: the kernels of what it cannot do without, as often as a review asks
for it (counted by bench_counts), or the bytes that it has to move."""


def limits(kernel, count):
    """By piece of table_parts/pieces.py: nanoseconds a review at least, and what of; of the world with
    everything on."""
    row, move, cycle = kernel["row_read_and_changed"], kernel["move_between_products"], kernel["cycle"]
    draw, exponential = kernel["draws_together"], kernel["exponentials_together"]
    skip = kernel["pick_places_of_a_block"]
    shifted = count["members_of_a_block"] / 2 * 2 / 32  # half a list of 16-bit offsets, 32 bytes a cycle
    of_contribution = skip + 5 * draw + row + 3 * exponential + kernel["distances_in_eight_dimensions"]
    of_renewal = skip + 8 * kernel["normals_together"] + row + move
    offers = count["firm_months"] * (count["segments"] * kernel["build_pick_table/60"] +
                                     2 * 384 * kernel["bytes_changed"])
    return {
        "distances": (12 * kernel["best_of_eight_products"], "the best of eight products of six firms, twice"),
        "awareness": (5 * kernel["pick/60"], "five picks among 60"),
        "draws": (3 * draw, "three draws of four words"),
        "choice": (7 / 5 * kernel["logit_among_five"], "a logit choice among seven"),
        "sums": (7.5 * cycle, "fifteen additions in memory, two a cycle"),
        "skips": (skip, "a place picked by skipping"),
        "loads": (row, "a customer's row read and changed"),
        "moves": (kernel["best_product_found"] + count["moves"] * move,
                  f"the best of eight found; {count['moves']:.2f} moves between two products"),
        "membership and openness": (
            kernel["treatment_answered"] + count["memberships_changed"] * shifted * cycle +
            count["joined"] * (draw + 2 * exponential),
            f"an answer to how one is treated; {count['memberships_changed']:.3f} changes of a block's list of "
            f"{count['members_of_a_block']:.0f}, half of it moved on; {count['joined']:.3f} talents"),
        "gather": (count["contributions"] * of_contribution,
                   f"{count['contributions']:.3f} contributions: a skip, five draws, a row, three exponentials, a "
                   "distance"),
        "drift": (count["renewed"] * of_renewal,
                  f"{count['renewed']:.3f} new needs: a skip, eight normals, a row, a move"),
        "finding those whose firm has left": (
            32 * count["looked_through"] * kernel["bytes_read"],
            f"{count['looked_through']:.2f} rows of 32 bytes read"),
        "firms: all other verbs": (count["months"] * count["bytes_of_firms"] * kernel["bytes_changed"],
                                   "all state of firms and products read and written once a month"),
        "design": (count["months"] * count["bytes_of_cells"] * kernel["bytes_read"],
                   "who uses which product read once a month"),
        "offers and awareness of the month": (
            offers, f"{count['firm_months']:.4f} firm-months: a line in the tables of {count['segments']:.0f} "
            "segments, two offers written"),
        "the rest of a review": (0, "nothing but asking for rows ahead and calling the others"),
    }
