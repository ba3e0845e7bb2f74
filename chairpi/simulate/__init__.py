"""What the demo and the tests use instead of a chair: the HX711 at its pins, a sitter, and days of sitting.

A sitter is a person (`people`) on a chair (`furniture`) in a posture (`postures`), in balance on seat, backrest, feet and desk (`body`).
What they do over a day, and how they vary, is drawn (`sitter`, `doings`, `schedule`, `day`), or decided as the day goes on
(`reactive`); what the cells make of it is drawn as well (`carried`, `cells`).

What is in: segment masses and lengths of men and women, the load on the upper and lower backrest with its friction, foot load, desk
load, the shear at the seat and how cells below it see it, forward, backward and sideways leans, crossed legs, slides in small slips and
at once, re-seats, sway, breathing, bags and breaks.

What is deliberately not: flesh and cushions that give way, the spine's own bending (a slump with the hips in place), armrests, a seat
pan that tilts with the backrest, legs that brace against the floor, and what a moving mass does beyond its weight. Nobody has measured
most of the numbers on people; each says where it stands whose choice it is. So figures found with simulated sitters say which of two
methods is better, and not how well either will do on a real chair.
"""
