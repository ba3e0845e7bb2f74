"""The live link between the two processes: JSON messages over Unix seqpacket sockets."""
