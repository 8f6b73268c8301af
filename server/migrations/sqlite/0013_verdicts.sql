-- Sentences of earlier versions, which took five of five people for a certainty. A report's own page has the verdict anew.
UPDATE runs SET verdict = NULL WHERE verdict LIKE 'An independent recognizer %' OR verdict LIKE 'No identity was attacked%';
