# What becomes of each claim without the mechanism that states it most directly: by hypothesis, the
# parameters that take it away. Chosen and committed before any was run.
import dataclasses

from ..trouble import Trouble


@dataclasses.dataclass(frozen=True)
class Mechanism:
    """What is taken away, and by which values of parameters; none: there is nothing to take."""
    what: str
    settings: dict


MECHANISMS = {
    "h01": Mechanism("what is revealed leaks", {"knowledge.leak_revealed": 0}),
    "h02": Mechanism("what is revealed leaks", {"knowledge.leak_revealed": 0}),
    "h03": Mechanism("what is revealed leaks, so that givers give something",
                     {"knowledge.leak_revealed": 0}),
    "h04": Mechanism("members answer for support", {"firms.support_answered": 0}),
    "h05": Mechanism("tests stop ideas that too few want", {"design.test_bar": 0.0001}),
    "h06": Mechanism("what is shown leaks and is copied for less",
                     {"knowledge.leak_revealed": 0, "imitation.shown": 0}),
    "h07": Mechanism("products improve toward their users", {"design.improvement": 0}),
    "h08": Mechanism("satisfied customers bring others", {"market.word_of_mouth": 0}),
    "h09": Mechanism("contributions are worth research; stickiness is in its sweep",
                     {"community.value": 0}),
    "h10": Mechanism("tools bring more in", {"firms.tools_gain": 0}),
    "h11": Mechanism("needs are sticky", {"needs.stickiness": 0}),
    "h12": Mechanism("it is worth something to meet who needs alike", {"community.match": 0}),
    "h13": Mechanism("lock-in silences word of mouth; foresight is in its sweep",
                     {"market.wom_lock": 0}),
    "h14": Mechanism("a label is borne more easily where more bear it", {"transform.norm": 0.001}),
    "h15": Mechanism("products improve toward their users; inertia is in its arms",
                     {"design.improvement": 0}),
    "h16": Mechanism("a unit and its parent share know-how", {"units.sharing": 0}),
    "h17": Mechanism("shortfall raises anything", {"transform.duress": 0}),
    "h18": Mechanism("contributions are worth research", {"community.value": 0}),
    "h19": Mechanism("nothing: no verb reads the index", {})}


def of(name):
    """The mechanism of a claim's scenario by its name (h13-free-and-captive); None of another's."""
    return MECHANISMS.get(name.partition("-")[0])


def words(mechanism):
    """As --set takes them."""
    return [f"{key}={value:g}" for key, value in mechanism.settings.items()]


def held(trial, bare):
    """`bare`, once it is sure that it is the same scenario with the mechanism taken away."""
    if bare.written != trial.written:  # comments may differ
        raise Trouble(f"{bare.results.path}: another scenario than {trial.results.path}; run both again")
    if not bare.has(trial.mechanism.settings):
        raise Trouble(f"{bare.results.path}: not run with {' '.join(words(trial.mechanism))}")
    return bare
