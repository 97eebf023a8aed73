"""Who is old enough: the last day of birth for an age, so that nobody has to reckon."""

from datetime import date


def born_by(age: int, today: date) -> date:
    """The last day on which somebody may be born who is `age` years old today.

    Who was born on 29 February comes of age on 1 March in a year without that day (so in English
    and German law: a year of life ends with the day before the birthday).
    """
    year = today.year - age
    try:
        return today.replace(year=year)
    except ValueError:  # today is 29 February, and that year had none
        return date(year, 2, 28)
