"""Safeguarding assurance: multi-agency audits of practice and partner returns, under made-up references only."""
