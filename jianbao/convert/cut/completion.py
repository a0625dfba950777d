"""What the parts of a draft say about one another: a date in the signature or in the footer, a
supplier below the last article, an editor above the text."""

from collections.abc import Sequence
from dataclasses import replace

from jianbao.archive.kinds import Doubt
from jianbao.archive.model import Flag
from jianbao.base.dates import PartialDate
from jianbao.convert.blocks import Removal
from jianbao.convert.cut import foot, signature
from jianbao.convert.cut.draft import ArticleDraft, Draft, Foot, Head
from jianbao.convert.cut.paragraphs import Unit
from jianbao.convert.cut.passage import joined


def completed(draft: Draft, text: Sequence[Unit], printed_on: PartialDate | None) -> Draft:
    """The draft with each field taken from where else it is said. `text` are the units in which a
    signature may stand, `printed_on` is the date of an 印发 line."""
    removals, flags = [*draft.removals], [*draft.flags]
    head, inferred = signature.complete(draft.head, text)
    flags.extend(inferred)
    if head.date is None and printed_on and head.date_printed is None:
        head = replace(head, date=printed_on)
        flags.append(Flag.of(Doubt.DATE_OF_PRINTING, 0, str(printed_on)))
    bottom, head = _roles(draft.foot, head)
    if bottom.publisher and head.issuer is None:
        head = replace(head, issuer=bottom.publisher)
    elif bottom.publisher:
        removals.append(Removal("footer", bottom.publisher.line, bottom.publisher.text))
    articles = _with_authors(draft.articles, head)
    supplier = bottom.supplier
    last = articles[-1] if articles else None
    if supplier and last and last.attribution is None and supplier.line > last.line:
        articles = (*articles[:-1], replace(last, attribution=supplier))
    elif supplier:
        removals.append(Removal("footer", supplier.line, supplier.text))
        flags.append(foot.unplaced(supplier))
    return replace(
        draft,
        head=head,
        articles=articles,
        foot=bottom,
        removals=tuple(removals),
        flags=tuple(flags),
    )


def _with_authors(articles: tuple[ArticleDraft, ...], head: Head) -> tuple[ArticleDraft, ...]:
    """The authors that a web page's head names are those of its first article."""
    if not (head.page and head.authors and articles):
        return articles
    return (replace(articles[0], authors=head.authors), *articles[1:])


def _roles(below: Foot, above: Head) -> tuple[Foot, Head]:
    """The editor and the signatory that stand above the text, added to those below it."""
    editor = [passage for passage in (above.editor, below.editor) if passage]
    signatory = [passage for passage in (above.signatory, below.signatory) if passage]
    below = replace(
        below, editor=joined(editor, " ") or None, signatory=joined(signatory, " ") or None
    )
    return below, replace(above, editor=None, signatory=None)
