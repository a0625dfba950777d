// What the lists of results and the suggestions of search boxes share.
/// <reference path="search-text.js" />
/// <reference path="search-query.js" />
/// <reference path="search-files.js" />
/// <reference path="search-archive.js" />
/// <reference path="search-elements.js" />
/// <reference path="search-suggest.js" />
