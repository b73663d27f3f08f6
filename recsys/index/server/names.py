"""The names of collections and aliases."""

ALIAS = "matinee_users"


def collection_of(build_id: str) -> str:
    """Return the collection of a build."""
    return f"{ALIAS}_{build_id}"


def build_of(collection: str) -> str:
    """Return the build that a collection belongs to; its own name when it isn't ours."""
    return collection.removeprefix(f"{ALIAS}_")
