"""Pages of the API: at most 500 lines at a time, and no farther than a database counts."""

from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination


class Pages(LimitOffsetPagination):
    """``limit`` and ``offset`` as usual, within reach; what lies beyond is refused with 422."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=500)
        offset: int = Field(0, ge=0, le=1_000_000)
