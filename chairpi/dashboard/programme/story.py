"""What people are told about low back pain and exercise, and what the programme does about each part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chairpi.language.words import N_
from chairpi.programme.exercises import Source


@dataclass(frozen=True, slots=True)
class Told:
    """One part of the advice.

    Parameters
    ----------
    told
        The advice, as people are given it.
    here
        What the programme does about it.
    link, endpoint, values
        The words of a link to where it happens, its page and what its address says; empty for none.
    """

    told: str
    here: str
    link: str = ""
    endpoint: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


STORY = (
    Told(
        N_(
            "Low back pain mostly comes from posture and from muscles that are too weak or too tight, not from an injury."
        ),
        N_(
            "So the programme is about moving and about muscles. Where it may be an injury or an illness after all, the warning signs "
            "come first, and close the exercises. In most people nobody finds one single cause; exercise helps many of them all the same."
        ),
        N_("The warning signs"),
        "warning_signs.page",
    ),
    Told(
        N_(
            "Five causes are common: weak glutes, stiff ankles, tight hamstrings (the big one), rounded shoulders, tight hips."
        ),
        N_(
            "The self-check has a simple test for each. What it finds comes first, and where nothing stands out the hamstrings do. "
            "What the chair saw has a say in it, and the page tells which."
        ),
        N_("The self-check"),
        "programme.self_check",
    ),
    Told(
        N_("First loosen what is too tight, by stretching."),
        N_("The first three days are for stretching alone, and every session begins with it."),
        N_("All stretches"),
        "stretch.exercises",
        {"kind": "stretch"},
    ),
    Told(
        N_("Then strengthen what is weak and too loose."),
        N_("Strengthening opens after that. It begins one step below the usual dose."),
        N_("All that strengthens"),
        "stretch.exercises",
        {"kind": "strengthen"},
    ),
    Told(
        N_("After a workout, one deep stretching session with a foam roller."),
        N_("Each session that strengthens ends with the roller. Without one, skip it in the player."),
        N_("With the roller"),
        "stretch.exercises",
        {"kind": "roll"},
    ),
    Told(
        N_("Repeat it every other day or daily, for two to four weeks."),
        N_(
            "You choose the rhythm, and the calendar has the days. In these weeks the dose may grow, by one step a week at most."
        ),
    ),
    Told(
        N_("Do not overdo it: on a scale from 1 (no pain) to 10 (unable to sit or stand), aim for 3 to 4."),
        N_("The day after a session the check-in asks. 3 to 4 holds the dose, less lets it grow, more lowers it."),
        N_("The check-in"),
        "programme.check_in",
    ),
    Told(
        N_("Very sore, or unable to do the exercises: a day or two of rest."),
        N_(
            "From 7 on, or when you say that you could not, the page prescribes one or two days of rest. They count as kept."
        ),
    ),
    Told(
        N_("Stretching may go on every day."),
        N_("On days in between and on days of rest the session is a stretching one, and the routines stay open."),
        N_("The routines"),
        "stretch.index",
    ),
    Told(
        N_("Done diligently and correctly, results come in three to five weeks."),
        N_("After three, four and five weeks the page asks you to look back. “No change yet” has a way of its own."),
        N_("The look back"),
        "programme.review",
    ),
    Told(
        N_("It may hurt a little more at first, once weaker muscles are worked."),
        N_(
            "The page says so in the first two weeks of strengthening. Pain never raises a dose; it only holds or lowers it."
        ),
    ),
    Told(
        N_("Be patient, and listen to your body."),
        N_(
            "Each exercise has an easier form and says when to stop, and one that does not suit you can be left out. No score, no streak: "
            "after a long pause the programme goes on one step lower."
        ),
    ),
    Told(
        N_("If pain becomes overwhelming, or worsens with any exercise, see a doctor."),
        N_(
            "“Stop, something is wrong” stands in the same place on every exercise page. It asks for the warning signs, as pain of 7 and "
            "more, pain that jumps and pain at night do; an exercise that hurt or tingled is left out from then on."
        ),
        N_("When to get help"),
        "stretch.when_to_get_help",
    ),
    Told(
        N_("To strengthen the lower back, work the muscle groups around it."),
        N_(
            "So there is no heavy exercise for the lower back itself: glutes, thighs, calves, trunk and upper back do the work."
        ),
    ),
)

SOURCES = (
    Source(
        "Maher and others 2017, Non-specific low back pain: most has no single known cause",
        "Lancet, doi:10.1016/S0140-6736(16)30970-9",
    ),
    Source(
        "Hayden and others 2021, Exercise therapy for chronic low back pain (Cochrane review)",
        "doi:10.1002/14651858.CD009790.pub2",
    ),
    Source(
        "American Academy of Orthopaedic Surgeons, conditioning programmes: stretch, strengthen, stretch again, for four to six weeks",
        "orthoinfo.org",
    ),
    Source(
        "American College of Sports Medicine: stretching daily, strengthening on alternate days",
        "acsm.org, 18 March 2021",
    ),
    Source("NHS inform: soreness after exercise eases in 2 to 5 days", "nhsinform.scot"),
)
"""Where the advice has a source. The scale from 1 to 10, its aim of 3 to 4, and the three to five weeks have none: somebody was told so."""
