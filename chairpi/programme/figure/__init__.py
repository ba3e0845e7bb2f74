"""The drawn figure: a body of round limbs that is posed by joint angles and by where its hands and feet are, and its pictures.

Pure, as the rest of this room. Lengths are hundredths of the body's height throughout: the figure is 100 tall.
"""
