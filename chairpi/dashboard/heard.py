"""What the sensor process said or wrote down, which is English, in the reader's language.

A sentence that the catalogue knows is looked up. One with values in it is first recognised by its template in `SENTENCES`, and the
values are put into the template's translation. What is neither, such as a message for developers, stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from chairpi.calibration.guided_sentences import ALL as CALIBRATION_SENTENCES
from chairpi.language.words import N_, SOURCE, _, number_text, spoken, translated

SENTENCES = (
    # Lengths, which stand in others.
    *(N_("%(n)s minutes"), N_("%(n)s minute")),
    # Why a prompt comes, and notices: chairpi.core.prompting.words.
    N_("You have been sitting for %(length)s without a break."),
    N_("Your hips have been about %(slide_mm)s mm further forward than upright for %(length)s."),
    N_("You have not shifted your weight for %(length)s."),
    N_("Back already?"),
    N_("You were up for %(away_s)s seconds, and that counts: the sitting clock goes back by %(credit_min)s minutes."),
    N_("From %(break_s)s seconds on it is a whole break, and five minutes do more still."),
    N_("You have been sitting for %(budget_h)s hours in all today: as much as you had planned."),
    N_("This is said once a day."),
    # Why a request is refused: chairpi.core.
    N_("there is no prompt just now"),
    N_("it was put off %(times)s times; now it can be put off for %(lengths)s min"),
    N_("there is no such prompt, or it is too long ago"),
    N_("that prompt is marked already"),
    N_("that prompt is not marked as wrong"),
    N_("it is quiet until tomorrow already; end that first"),
    N_("there is no meeting and no pause to end"),
    N_("there is nothing to close"),
    N_("no routine was begun lately"),
    N_("the chair knows no sitter %(number)s"),
    N_("there is no question about your upright reference just now"),
    N_("the supply voltage is too low just now, so no reading can be trusted; try again when it is fine"),
    N_("the calibration changed meanwhile; try again"),
    N_("the chair must be empty for this; stand up, wait ten seconds and try again"),
    N_("the empty seat is not still, or not all cells are read; wait ten seconds and try again"),
    N_("that is more than %(range_kg)s kg; take it off, or set the zero on the calibration page"),
    N_("the seat counts nothing just now"),
    N_("a cell under the seat is not being read, so the seat cannot count; the Health page names it"),
    N_("nobody sits on the chair yet; sit down, wait for some seconds and start again"),
    N_("the seat's zero is not set, so it cannot count; the calibration sets it"),
    N_("your upright reference is being taken; start again in a moment"),
    # What is wrong with hours, days and settings: chairpi.core.time_of_day.hours, chairpi.core.settings.
    N_(
        '"%(text)s": expected days, a space, and two times with a hyphen between them; for example "Mon-Fri 08:30-12:00"'
    ),
    N_('"%(text)s": 24:00 can only be an end; a day begins at 00:00; for example "Mon-Fri 08:30-12:00"'),
    N_('"%(text)s": it ends when it begins; a whole day is 00:00-24:00; for example "Mon-Fri 08:30-12:00"'),
    N_(
        '"%(text)s": "%(part)s" is no day and no stretch of days; the days are Mon Tue Wed Thu Fri Sat Sun; '
        'for example "Mon-Fri 08:30-12:00"'
    ),
    N_('"%(text)s": "%(clock)s" is no time between 00:00 and 24:00; for example "Mon-Fri 08:30-12:00"'),
    N_(
        '"%(text)s": "%(day)s" is no day, written as year-month-day; for example "2026-12-24" or "2026-12-24..2027-01-02"'
    ),
    N_('"%(text)s": the calendar has no day "%(day)s"; for example "2026-12-24" or "2026-12-24..2027-01-02"'),
    N_('"%(text)s": the last day is before the first; for example "2026-12-24" or "2026-12-24..2027-01-02"'),
    # Why the sensor process is not heard: chairpi.link, chairpi.dashboard.feed.live.
    N_("The dashboard has only just started and has not heard the sensor process yet."),
    N_("the sensor process hung up: %(why)s"),
    N_("the sensor process ended"),
    N_("the sensor process does not answer; look at its log"),
    N_("the sensor process ended before it answered"),
    N_(
        "the sensor process is not running (nobody serves %(path)s); start it with `chairpi sensor`, or `sudo systemctl start "
        "chairpi-sensor` on a built chair"
    ),
    N_("cannot reach the sensor process at %(path)s: %(why)s"),
    N_("the dashboard had too little memory to hear it; it listens again"),
    N_("The chair is in safe mode and touches no hardware."),
    N_("the chair is in safe mode and touches no hardware; end safe mode first"),
    N_("the chair is not in safe mode"),
    # How the chips are read: chairpi.readers.
    N_("The chips are read through %(name)s, because the configuration says so."),
    N_("The chips are read through %(name)s, because %(reasons)s."),
    N_("The chips are simulated and read through %(name)s, because the configuration says so."),
    N_("The recording %(file)s is played, because the configuration says so."),
    # Why it need not or cannot be the time that somebody says: chairpi.store.boot_time.
    N_("the chair knows what time it is, from the network or its own clock, so it need not be told"),
    N_("that is no time it can be now; look at the date and the year"),
    N_("the chair already knew of a later time than that; look at the date and the time zone"),
    # Why files cannot be read: chairpi.store.
    N_(
        "%(path)s is not a database. It was left as it is: move it away, or name another place for the data. (SQLite: %(why)s)"
    ),
    N_("%(path)s is damaged. It was left as it is: put a backup in its place or move it away. (SQLite: %(why)s)"),
    N_("%(path)s cannot be written. Let ChairPi's user write to the file and its directory. (SQLite: %(why)s)"),
    N_("%(path)s cannot be reached. Let ChairPi's user write to the file and its directory. (SQLite: %(why)s)"),
    N_("%(path)s cannot be opened. Let ChairPi's user write to the file and its directory. (SQLite: %(why)s)"),
    N_("%(path)s is held by another programme. Close that programme and try again. (SQLite: %(why)s)"),
    N_("%(path)s cannot grow: the disk is full. Make room and try again. (SQLite: %(why)s)"),
    N_("%(path)s cannot be read or written: the disk reports an error. Check the card or disk. (SQLite: %(why)s)"),
    N_("what the chair wrote down was damaged and has just been mended; please try again"),
    N_("%(path)s is not there any more. Is its disk or card in its place?"),
    N_("%(path)s can be read again, and the chair did not begin with what it keeps."),
    N_(
        "The directory %(path)s cannot be made (%(why)s). Make it and let ChairPi's user write to it, or name another place for the data."
    ),
    N_("Start the sensor process: it brings the file up to date."),
    N_("%(path)s is of version %(found)s and this ChairPi reads version %(version)s."),
    *CALIBRATION_SENTENCES,
)
"""A text of several is taken apart."""


def heard(text: str) -> str:
    """The same text in the language that is spoken, sentence by sentence, as far as its sentences are known.

    >>> heard("You have been sitting for 30 minutes without a break.")
    'You have been sitting for 30 minutes without a break.'
    """
    if spoken() == SOURCE or not text:
        return text
    whole = _one(text)  # some belong together so closely that they are translated together
    if whole != text:
        return whole
    return " ".join(_one(part) for part in re.split(r"(?<=[.?!]) (?=[A-Z0-9])", text))


def _one(sentence: str) -> str:
    known = translated(sentence)
    if known != sentence:
        return known
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return _(template, **{name: _value(value) for name, value in found.groupdict().items()})
    return sentence


def _value(text: str) -> str:
    """What stands in a sentence: a number as people write it here, a name or a length in words, or something to type."""
    if re.fullmatch(r"[+-]?\d+\.\d+", text):
        sign = {"+": "+", "-": "−"}.get(text[0], "")
        return sign + number_text(abs(float(text)), len(text.partition(".")[2]))
    if text[:1].isupper():  # a cell's name that begins a sentence
        known = _one(text[:1].lower() + text[1:])
        return known[:1].upper() + known[1:]
    return _one(text)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence that has values, and what it looks like with them."""
    return tuple((template, _pattern(template)) for template in SENTENCES if "%(" in template)


def _pattern(template: str) -> re.Pattern[str]:
    """What a template looks like once it is filled: no value holds the end of a sentence, and one that stands in it twice is the same.

    >>> bool(_pattern("%(cell)s, 5 %% of %(cell)s").fullmatch("front left, 5 % of front left"))
    True
    """
    texts, names = _VALUE.split(template)[::2], _VALUE.findall(template)
    pattern = re.escape(texts[0].replace("%%", "%"))
    for i, name in enumerate(names):
        value = f"(?P={name})" if name in names[:i] else rf"(?P<{name}>(?:(?!\. [A-Z]).)+?)"
        pattern += value + re.escape(texts[i + 1].replace("%%", "%"))
    return re.compile(pattern)


_VALUE = re.compile(r"%\((\w+)\)s")
