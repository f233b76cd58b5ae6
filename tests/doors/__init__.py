"""People as they come to a ticket: over the REST API (`rest`) and over the screens in Chromium (`screens`).

Both make the same moves as `Cast.does`, by the same names and fields; what is refused to a person comes back as `Refused`
over REST and is read off the page in Chromium.
"""
