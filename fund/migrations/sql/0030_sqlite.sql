-- Lists on SQLite: where a milestone belongs, kept as its undertaking moves. Statements end with a line of two dashes.
CREATE TRIGGER milestone_placed AFTER INSERT ON milestone BEGIN
  UPDATE milestone SET (measure, region_code, organisation_id) = (SELECT p.measure, u.region_code, u.organisation_id
      FROM undertaking u JOIN line l ON l.id = u.line_id JOIN programme p ON p.id = l.programme_id WHERE u.id = NEW.undertaking_id)
    WHERE id = NEW.id;
END;
--
CREATE TRIGGER undertaking_places_milestones AFTER UPDATE OF line_id, region_code, organisation_id ON undertaking
WHEN NEW.line_id <> OLD.line_id OR NEW.region_code <> OLD.region_code OR NEW.organisation_id <> OLD.organisation_id BEGIN
  UPDATE milestone SET region_code = NEW.region_code, organisation_id = NEW.organisation_id,
      measure = (SELECT p.measure FROM line l JOIN programme p ON p.id = l.programme_id WHERE l.id = NEW.line_id)
    WHERE undertaking_id = NEW.id;
END;
