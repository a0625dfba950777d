"""The names of the files and folders of content/, relative to it."""

from jianbao.archive.places import PICTURES

SITE = "site.yaml"
ABOUT = "about.md"
AUTHORITIES = "authorities"
COUNTIES = "authorities/counties.yaml"
DEPARTMENTS = "authorities/departments.yaml"
TOWNSHIPS = "authorities/townships.yaml"
TOPICS = "authorities/topics.yaml"
OUTLINES = "authorities/outlines.geojson"
REFUSED = "refused.yaml"
LEARNT = "learnt.yaml"
LEARNT_WEIGHTS = "learnt-weights.json"
ORIGINALS = "originals"
ADDRESSES = "addresses"
PAGES = "pages"
STATIC = "static"
PICTURES_OF_PAGES = f"{PAGES}/{PICTURES}"
PATTERN = "bulletins/SERIES/YEAR/NAME.md"
PATTERN_OF_PAGES = "pages/NAME.md"

# The file by which each service builds and publishes an archive, relative to that.
SERVICES = {
    "github": ".github/workflows/site.yml",
    "gitee": ".workflow/site.yml",
    "gitlab": ".gitlab-ci.yml",
}
