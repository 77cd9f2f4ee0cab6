"""One register of findings, whatever their source, each linked to the measures that it explains."""
