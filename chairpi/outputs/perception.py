"""How bright a light and how loud a sound seem, and the duty cycle that makes them so.

Neither eye nor ear is linear: half the light does not look half as bright, and half the sound pressure does not sound half as loud.
Patterns and settings are therefore in what a person perceives, and only the pins know duty cycles.
"""

from __future__ import annotations

import math

LEAST_DUTY = 0.01
"""Software PWM (lgpio's) counts in whole percents: less would be nothing at all, and what is meant to be seen or heard is not off."""

LOUDNESS_EXPONENT = 0.6
"""Loudness grows with this power of the sound pressure: it doubles with each 10 dB [1]_ (see `duty_of_loudness`)."""


def duty_of_brightness(brightness: float) -> float:
    """The duty cycle at which a light seems `brightness` times as bright as when fully on.

    Parameters
    ----------
    brightness
        From 0 (off) to 1 (fully on), as it looks.

    Returns
    -------
    float
        Duty cycle, from 0 to 1; at least `LEAST_DUTY` for anything that is not off.

    Notes
    -----
    The inverse of CIE lightness [1]_: with L = 100 `brightness`, Y = ((L + 16) / 116)**3 where L > 8, and Y = L / 903.3 below.

    References
    ----------
    .. [1] CIE 15:2018, Colorimetry, lightness L*.

    Examples
    --------
    >>> round(duty_of_brightness(0.5), 3)
    0.184
    """
    if brightness <= 0:
        return 0.0
    lightness = 100 * min(brightness, 1.0)
    duty = ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3
    return max(LEAST_DUTY, duty)


def duty_of_loudness(loudness: float) -> float:
    """The duty cycle at which a tone from a passive buzzer sounds `loudness` times as loud as it can.

    Parameters
    ----------
    loudness
        From 0 (silent) to 1 (as loud as the buzzer can), as it sounds.

    Returns
    -------
    float
        Duty cycle, from 0 to 0.5; at least `LEAST_DUTY` for anything that is not silent.

    Notes
    -----
    The tone is a train of pulses with duty cycle D, whose fundamental has an amplitude proportional to sin(pi D): loudest at
    D = 0.5. Loudness doubles with each 10 dB, so it goes as the amplitude to the power of 0.6 [1]_, and
    D = asin(`loudness` ** (1 / 0.6)) / pi. The overtones of short pulses are left out; a small buzzer may make them heard.

    References
    ----------
    .. [1] S. S. Stevens, "The measurement of loudness", J. Acoust. Soc. Am. 27, 815-829 (1955), doi:10.1121/1.1908048

    Examples
    --------
    >>> round(duty_of_loudness(0.5), 3)
    0.102
    """
    if loudness <= 0:
        return 0.0
    amplitude = min(loudness, 1.0) ** (1 / LOUDNESS_EXPONENT)
    return max(LEAST_DUTY, math.asin(amplitude) / math.pi)
