"""Everything the chair can say: one small class for each thing that can happen, in the module of the room that tells it.

`t_s` is the time [s] of the frame that settled it, so events come in time order; when a thing began earlier, its own field says
when (`since_t_s`, `left_t_s`, `onset_t_s`). The names and fields are a public interface (web/help/events.md).
"""
