-- Lists on PostgreSQL: where a milestone belongs, kept as its undertaking moves. Statements end with a line of two dashes.
CREATE FUNCTION milestone_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT p.measure, u.region_code, u.organisation_id INTO NEW.measure, NEW.region_code, NEW.organisation_id
    FROM undertaking u JOIN line l ON l.id = u.line_id JOIN programme p ON p.id = l.programme_id WHERE u.id = NEW.undertaking_id;
  RETURN NEW;
END $$;
--
CREATE TRIGGER milestone_placed BEFORE INSERT ON milestone FOR EACH ROW EXECUTE FUNCTION milestone_placed();
--
CREATE FUNCTION undertaking_places_milestones() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE milestone SET region_code = NEW.region_code, organisation_id = NEW.organisation_id,
      measure = (SELECT p.measure FROM line l JOIN programme p ON p.id = l.programme_id WHERE l.id = NEW.line_id)
    WHERE undertaking_id = NEW.id;
  RETURN NULL;
END $$;
--
CREATE TRIGGER undertaking_places_milestones AFTER UPDATE ON undertaking FOR EACH ROW
WHEN (NEW.line_id <> OLD.line_id OR NEW.region_code <> OLD.region_code OR NEW.organisation_id <> OLD.organisation_id)
EXECUTE FUNCTION undertaking_places_milestones();
