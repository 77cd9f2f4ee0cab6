"""Improvement actions: proposed, worked on, submitted with proof, and signed off by somebody other than the owner."""
