"""The pages a household sees: a Flask application that reads and asks, and owns neither pins nor measurements.

`app` builds it from one blueprint per page group; `live` listens to the sensor process; `words` and `seat_picture` turn what was heard
into sentences and a drawing, once, for the templates, the JSON interface and the event stream alike; `server` puts it on the network.
"""
