"""The policy path implied by fed funds futures: meeting by meeting, with error bars."""
