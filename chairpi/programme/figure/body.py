"""How long and how thick the figure's parts are, and how far its joints go.

Lengths are hundredths of the body's height (Drillis & Contini 1966, Body Segment Parameters, report 1163.03, New York University;
as reprinted in Winter 2009, Biomechanics and Motor Control of Human Movement, 4th ed., fig. 4.1). Thicknesses are ours, drawn to
look neither strong nor slight, neither man nor woman.
"""

from __future__ import annotations

HEIGHT = 100.0

# Drillis & Contini, in hundredths of the height.
UPPER_ARM = 18.6
FOREARM = 14.6
HAND = 10.8
THIGH = 24.5
SHANK = 24.6
ANKLE_HEIGHT = 3.9
FOOT = 15.2
TRUNK = 28.8
"""From the hips' height to the shoulders'."""
SHOULDER_BREADTH = 25.9
HIP_BREADTH = 19.1

# Where the trunk bends: the report gives it as one. A pelvis, a waist and a chest are enough to sit tall, slump, and make a bridge. Ours.
PELVIS = 9.0
WAIST = 8.6
CHEST = TRUNK - PELVIS - WAIST
NECK_RISE = 2.4
"""From the shoulders' height to where the neck begins."""
NECK = 4.6
"""From there to the base of the skull."""

SHOULDER_OUT = SHOULDER_BREADTH / 2 - 3.0
"""From the middle to the shoulder joint: the breadth is taken over the muscles."""
HIP_OUT = HIP_BREADTH / 2 - 4.9

BALL_FORWARD = 7.4
"""From the ankle to the ball of the foot, along the sole."""
HEEL_BACK = 2.7
"""From the ankle back to the middle of the heel."""
HEEL_UP = 1.7
BALL_UP = 1.2
"""How high the middles of heel and ball are above the sole: as thick as these are."""
TOE_FORWARD = 9.9

RANGES_DEG: dict[str, tuple[float, float]] = {
    "waist": (-30.0, 45.0),
    "chest": (-30.0, 40.0),
    "neck": (-40.0, 45.0),
    "head": (-35.0, 35.0),
    "hip": (-30.0, 135.0),
    "hip_out": (-35.0, 60.0),
    "hip_turn": (-50.0, 88.0),
    "knee": (0.0, 155.0),
    "ankle": (-75.0, 45.0),
    "shoulder": (-65.0, 185.0),
    "elbow": (0.0, 152.0),
}
"""How far a joint may go in any picture [deg]: 0 standing upright with hanging arms, forward and bent +.

About the textbook ranges (American Academy of Orthopaedic Surgeons 1965, Joint Motion: hip -30 to 120, knee 0 to 135, ankle -50 to 20,
shoulder -60 to 180, elbow 0 to 150), widened by us where the body's own weight or a hand takes a joint further: a hugged knee, heels
that are sat on, an ankle that is laid on the other knee, the back of a foot that lies on the floor, and the ankle in the knee-to-wall
stretch, where 40 and more are usual. The trunk's and the neck's are our choice.
"""
