"""Improvement actions: proposed, worked on, submitted with evidence, and signed off by somebody who is not the owner."""
