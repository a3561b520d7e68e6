from newsreview.agreement.readings import ArticleLabel, Link, Reading, Span


def test_reading_of_some_labels_has_no_links_to_others() -> None:
    claim, source, other = Span(1, "claim", 0, 9), Span(2, "source", 10, 15), Span(3, "figure", 20, 25)
    kept, lost, unasked = Link(4, "attributed_to", 1, 2), Link(5, "attributed_to", 1, 3), Link(6, "via", 1, 2)
    origin, topic = ArticleLabel("origin"), ArticleLabel("topic")

    reading = Reading([claim, source, other], [kept, lost, unasked], [origin, topic])

    assert reading.only({"claim", "source", "attributed_to", "origin"}) == Reading([claim, source], [kept], [origin])
