"""The one look of every picture that ``--plot`` draws: paper, colours, letters and the lines around a chart."""
