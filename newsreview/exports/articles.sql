-- The next articles of a project as JSON, one row each: how many sets, spans, links and article labels the line holds,
-- and the line itself without its end. Parameters: project, after (the last task before these) and many; and as pairs of arrays the few things that every row refers to: people and names, versions and version_numbers and
-- labels_asked, labels and label_keys (the keys as JSON).
--
-- Spans, links and article labels are each grouped once for the whole batch and then joined; a batch keeps every sort
-- and hash inside work_mem however large the project is, and the snapshot is the transaction's. “OFFSET 0” pins how the
-- rows of a set are found, by the index on their set: right after a big import nothing is known of how many there are,
-- and the planner would rather read whole tables, once a batch. For the same reason labels are not joined.
--
-- JSON is put together by concat() because row_to_json() and json_build_object() look every value's type up again for
-- every row, and take twice the time. concat() writes nothing for NULL, so whatever can be NULL passes through
-- coalesce(…, 'null'); only what cannot hold a quote mark (uuid, number, jsonb, the digest) goes in without to_json().
--
-- In the binary format a line leaves PostgreSQL byte for byte and is not looked through once more; the text format would
-- double every backslash, and CSV look for something to quote.
COPY (
    WITH chosen AS MATERIALIZED (
        SELECT id AS task_id, article_id
          FROM projects_task
         WHERE project_id = %(project)s AND id > %(after)s
         ORDER BY project_id, id
         LIMIT %(many)s
    ),

    -- Where characters beyond the BMP stand, counted from 1: each takes two UTF-16 units. Then width_bucket() says by
    -- binary search how many lie before an offset, so a long article with many spans is read once, not once a span.
    astral AS MATERIALIZED (
        SELECT task_id, array_agg(place ORDER BY place) AS places
          FROM (
              SELECT chosen.task_id,
                     (sum(length(piece) + 1) OVER (PARTITION BY chosen.task_id ORDER BY number))::int AS place
                FROM chosen
                JOIN corpus_article article ON article.id = chosen.article_id AND article.astral
               CROSS JOIN regexp_split_to_table(article.text, '[\U00010000-\U0010FFFF]')
                     WITH ORDINALITY AS pieces (piece, number)
          ) each_piece
         GROUP BY task_id
    ),

    held AS MATERIALIZED (
        SELECT annotation_set.*, astral.places
          FROM chosen
         CROSS JOIN LATERAL (
               SELECT * FROM annotation_annotationset WHERE task_id = chosen.task_id OFFSET 0
         ) annotation_set
          LEFT JOIN astral ON astral.task_id = chosen.task_id
         WHERE NOT EXISTS (
               SELECT FROM annotation_takingback taking_back
                WHERE taking_back.annotation_set_id = annotation_set.id AND taking_back.ended_at IS NULL
         )
    ),

    spans AS (
        SELECT span.annotation_set_id,
               count(span.key) AS how_many,
               string_agg(
                   concat(
                       '{"id":"', span.id,
                       '","label":', span.key,
                       ',"start":', span.start,
                       ',"end":', span."end",
                       ',"quote":', to_json(span.quote),
                       ',"start_utf16":', span.start + coalesce(width_bucket(span.start, places), 0),
                       ',"end_utf16":', span."end" + coalesce(width_bucket(span."end", places), 0),
                       ',"attributes":', span.attributes,
                       ',"note":', to_json(span.note),
                       ',"unsure":', CASE WHEN span.unsure THEN 'true' ELSE 'false' END,
                       ',"origin":', to_json(span.origin), '}'
                   ),
                   ',' ORDER BY span.start, span."end" DESC, span.id
               ) AS written
          FROM held
         CROSS JOIN LATERAL (
               SELECT *, (%(label_keys)s::text[])[array_position(%(labels)s::uuid[], label_id)] AS key
                 FROM annotation_span
                WHERE annotation_set_id = held.id
               OFFSET 0
         ) span
         GROUP BY span.annotation_set_id
    ),

    links AS (
        SELECT link.annotation_set_id,
               count(link.key) AS how_many,
               string_agg(
                   concat(
                       '{"id":"', link.id,
                       '","label":', link.key,
                       ',"from":"', link.from_span_id,
                       '","to":"', link.to_span_id,
                       '","attributes":', link.attributes,
                       ',"origin":', to_json(link.origin), '}'
                   ),
                   ',' ORDER BY link.id
               ) AS written
          FROM held
         CROSS JOIN LATERAL (
               SELECT *, (%(label_keys)s::text[])[array_position(%(labels)s::uuid[], label_id)] AS key
                 FROM annotation_link
                WHERE annotation_set_id = held.id
               OFFSET 0
         ) link
         GROUP BY link.annotation_set_id
    ),

    article_labels AS (
        SELECT article_label.annotation_set_id,
               count(article_label.key) AS how_many,
               string_agg(
                   concat('{"label":', article_label.key, ',"attributes":', article_label.attributes, '}'),
                   ',' ORDER BY article_label.key
               ) AS written
          FROM held
         CROSS JOIN LATERAL (
               SELECT *, (%(label_keys)s::text[])[array_position(%(labels)s::uuid[], label_id)] AS key
                 FROM annotation_articlelabel
                WHERE annotation_set_id = held.id
               OFFSET 0
         ) article_label
         GROUP BY article_label.annotation_set_id
    ),

    -- Few sets are adjudicated, and only these have any.
    decisions AS (
        SELECT decision.annotation_set_id,
               string_agg(
                   concat(
                       '{"id":"', decision.id,
                       '","kind":', to_json(decision.kind),
                       ',"sides":', decision.sides,
                       ',"choice":', to_json(decision.choice),
                       ',"taken":', coalesce(to_json(decision.taken_id)::text, 'null'),
                       ',"rule":', to_json(decision.rule),
                       ',"note":', to_json(decision.note),
                       ',"by":', to_json(who.name),
                       ',"at":', to_json(edit.at), '}'
                   ),
                   ',' ORDER BY edit.number, decision.id
               ) AS written
          FROM held
         CROSS JOIN LATERAL (
               SELECT * FROM annotation_decision WHERE annotation_set_id = held.id OFFSET 0
         ) decision
          JOIN annotation_edit edit ON edit.id = decision.last_edit_id
          JOIN unnest(%(people)s::uuid[], %(names)s::text[]) AS who (person_id, name) ON who.person_id = edit.by_id
         WHERE held.kind = 'adjudicated'
         GROUP BY decision.annotation_set_id
    ),

    -- Names of versions hold letters, digits and . _ - alone.
    predicted AS (
        SELECT held.id AS annotation_set_id,
               concat(',"model":"', version.model, '","model_version":"', version.version, '"') AS written
          FROM held
         CROSS JOIN LATERAL (
               SELECT model_version_id FROM annotation_prediction WHERE annotation_set_id = held.id OFFSET 0
         ) prediction
          JOIN annotation_modelversion version ON version.id = prediction.model_version_id
         WHERE held.kind = 'model'
    ),

    sets AS (
        SELECT held.task_id,
               count(*) AS how_many,
               sum(spans.how_many) AS spans,
               sum(links.how_many) AS links,
               sum(article_labels.how_many) AS article_labels,
               string_agg(
                   concat(
                       '{"id":"', held.id,
                       '","who":', coalesce(to_json(who.name)::text, 'null'),
                       ',"kind":', to_json(held.kind),
                       predicted.written,
                       ',"state":', CASE WHEN submission.at IS NULL THEN '"draft"' ELSE '"submitted"' END,
                       ',"complete":', CASE WHEN submission.at IS NULL THEN 'false' ELSE 'true' END,
                       ',"label_set":"', version.id,
                       '","label_set_version":', version.number,
                       ',"labels_asked":', coalesce(to_json(submission.labels_asked)::text, version.asked),
                       ',"created_at":', to_json(held.created_at),
                       ',"submitted_at":', coalesce(to_json(submission.at)::text, 'null'),
                       ',"accepted_at":', coalesce(to_json(acceptance.at)::text, 'null'),
                       ',"version":', coalesce(edit.number, 0),
                       ',"spans":[', spans.written,
                       '],"links":[', links.written,
                       '],"article_labels":[', article_labels.written, ']',
                       CASE WHEN held.kind = 'adjudicated' THEN concat(',"decisions":[', decisions.written, ']') END,
                       '}'
                   ),
                   ',' ORDER BY held.id
               ) AS written
          FROM held
          JOIN unnest(%(versions)s::uuid[], %(version_numbers)s::int[], %(labels_asked)s::text[])
               AS version (id, number, asked) ON version.id = held.label_set_version_id
          LEFT JOIN unnest(%(people)s::uuid[], %(names)s::text[]) AS who (person_id, name)
            ON who.person_id = held.person_id
          LEFT JOIN spans ON spans.annotation_set_id = held.id
          LEFT JOIN links ON links.annotation_set_id = held.id
          LEFT JOIN article_labels ON article_labels.annotation_set_id = held.id
          LEFT JOIN decisions ON decisions.annotation_set_id = held.id
          LEFT JOIN predicted ON predicted.annotation_set_id = held.id
          LEFT JOIN LATERAL (
              SELECT id, at, labels_asked
                FROM annotation_submission submission
               WHERE submission.annotation_set_id = held.id
                 AND NOT EXISTS (SELECT FROM annotation_reopening WHERE submission_id = submission.id)
               ORDER BY at DESC
               LIMIT 1
          ) submission ON true
          LEFT JOIN review_acceptance acceptance ON acceptance.submission_id = submission.id
          LEFT JOIN LATERAL (
              SELECT number FROM annotation_edit WHERE annotation_set_id = held.id ORDER BY number DESC LIMIT 1
          ) edit ON true
         GROUP BY held.task_id
    )

    SELECT coalesce(sets.how_many, 0)::bigint,
           coalesce(sets.spans, 0)::bigint,
           coalesce(sets.links, 0)::bigint,
           coalesce(sets.article_labels, 0)::bigint,
           concat(
               '{"type":"article","id":"', article.id,
               '","text":', to_json(article.text),
               ',"sha256":"', article.sha256,
               '","outlet":', coalesce(to_json(outlet.name)::text, 'null'),
               ',"title":', coalesce(to_json(nullif(article.title, ''))::text, 'null'),
               ',"url":', coalesce(to_json(nullif(article.url, ''))::text, 'null'),
               ',"story":', coalesce(to_json(story.name)::text, 'null'),
               ',"published_at":', coalesce(to_json(article.published_at)::text, 'null'),
               ',"language":', coalesce(to_json(nullif(article.language, ''))::text, 'null'),
               ',"metadata":', article.metadata,
               ',"task":"', chosen.task_id,
               '","annotation_sets":[', sets.written, ']}'
           )
      FROM chosen
      JOIN corpus_article article ON article.id = chosen.article_id
      LEFT JOIN corpus_outlet outlet ON outlet.id = article.outlet_id
      LEFT JOIN corpus_story story ON story.id = article.story_id
      LEFT JOIN sets ON sets.task_id = chosen.task_id
     ORDER BY chosen.task_id
) TO STDOUT (FORMAT binary)
