"""The roles by name."""

from pos_app.domain.rights import Role

ROLE_WORDS = {
    Role.CLERK: "Clerk",
    Role.SUPERVISOR: "Supervisor",
    Role.MANAGER: "Manager",
    Role.OWNER: "Owner",
}

WITH_PASSWORD = (Role.MANAGER, Role.OWNER)
"""Who may sign in with a password instead of a PIN."""


def role_words(role: str) -> str:
    """A role for people: "manager" -> "Manager"."""
    return ROLE_WORDS.get(Role(role), role) if role in set(Role) else role.capitalize()
