"""What collections and aliases are called."""

from dataclasses import dataclass

USERS_ALIAS = "matinee_users"
ITEMS_ALIAS = "matinee_items"


@dataclass(frozen=True, slots=True)
class Collections:
    """The names of two collections, of users and of items."""

    users: str
    items: str

    @classmethod
    def of_build(cls, build_id: str) -> "Collections":
        """Return the collections of a build."""
        return cls(f"{USERS_ALIAS}_{build_id}", f"{ITEMS_ALIAS}_{build_id}")


def is_ours(collection: str) -> bool:
    """Return whether a collection holds points of some build."""
    return collection.startswith((f"{USERS_ALIAS}_", f"{ITEMS_ALIAS}_"))


def build_of(collection: str) -> str:
    """Return the build that a collection belongs to; its own name when it is not ours."""
    return collection.removeprefix(f"{USERS_ALIAS}_").removeprefix(f"{ITEMS_ALIAS}_")
