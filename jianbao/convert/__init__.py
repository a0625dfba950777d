"""Documents as received become Markdown with front matter and a review record.

`convert` is pure: one document's bytes make one `Conversion`. `store` writes it, and never over
what a person changed.
"""

from jianbao.convert.conversion import Conversion, convert
from jianbao.convert.duplicates import Known
from jianbao.convert.store import Outcome, store

__all__ = ["Conversion", "Known", "Outcome", "convert", "store"]
