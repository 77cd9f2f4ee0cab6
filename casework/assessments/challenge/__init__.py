"""Peer challenge: a signed version opened to named people of another council, what they say, and what we answer."""
