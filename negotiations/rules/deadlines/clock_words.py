"""The words for hours and parts of a day. Data only."""

from negotiations.rules.deadlines.text import Phrases

PARTS = Phrases(
    {
        "in the morning": "am", "in the early morning": "am", "of the morning": "am", "morning": "am",
        "in the afternoon": "pm", "afternoon": "pm", "in the evening": "pm", "evening": "pm",
        "at night": "night", "night": "night", "tonight": "pm",
    }
)  # fmt: skip
NAMED = Phrases(
    {
        "12 noon": "noon", "twelve noon": "noon", "high noon": "noon", "noon": "noon", "midday": "noon",
        "mid-day": "noon", "12 midday": "noon", "noontime": "noon", "zero hours": "zero", "zero hour": "zero",
        "end of play": "cob",
        "the end of play": "cob", "12 midnight": "midnight",
        "midnight": "midnight",
        "twelve midnight": "midnight", "the stroke of midnight": "midnight",
        "close of business": "cob", "the close of business": "cob", "cob": "cob", "close of play": "cob",
        "the close of play": "cob", "end of business": "cob", "the end of business": "cob", "eob": "cob",
        "end of the business day": "cob", "end of business day": "cob", "the end of the business day": "cob",
        "the end of the working day": "cob", "end of the working day": "cob", "end of working day": "cob",
        "end of office hours": "cob", "close of the working day": "cob",
        "the close of the business day": "cob",
        "end of working hours": "cob", "close of the business day": "cob", "close of work": "cob",
    }
)  # fmt: skip
