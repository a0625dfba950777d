"""Convert documents as received to Markdown with front matter and a review record.

`convert` is pure: it makes one `Conversion` from the bytes of one document. `store` writes it, and
never overwrites what a person changed.
"""

from jianbao.convert.conversion import Conversion, Reading, convert
from jianbao.convert.duplicates import Known
from jianbao.convert.store import Outcome, store

__all__ = ["Conversion", "Known", "Outcome", "Reading", "convert", "store"]
