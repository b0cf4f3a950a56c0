"""The deadlines of a month as a calendar sheet: a picture that people look at rather than read."""
