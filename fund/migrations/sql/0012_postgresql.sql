-- Suppliers on PostgreSQL: what was said of an organisation is append-only, a merge once decided stays. Statements end with a line of two dashes.
CREATE TRIGGER organisation_mark_append_only BEFORE UPDATE OR DELETE ON organisation_mark FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_mark_no_truncate BEFORE TRUNCATE ON organisation_mark FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_merge_no_delete BEFORE DELETE ON organisation_merge FOR EACH ROW EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_merge_no_truncate BEFORE TRUNCATE ON organisation_merge FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE TRIGGER organisation_merge_stays BEFORE UPDATE ON organisation_merge FOR EACH ROW
WHEN (OLD.outcome <> 'open' OR NEW.organisation_id <> OLD.organisation_id OR NEW.kept_id <> OLD.kept_id OR NEW.reason <> OLD.reason)
EXECUTE FUNCTION fund_refuse('append_only');
--
CREATE FUNCTION bid_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    UPDATE bid_count SET won = won + NEW.is_winner::int - OLD.is_winner::int WHERE organisation_id = NEW.organisation_id;
  ELSE
    INSERT INTO bid_count (organisation_id, bids, won) VALUES (NEW.organisation_id, 1, NEW.is_winner::int)
    ON CONFLICT (organisation_id) DO UPDATE SET bids = bid_count.bids + 1, won = bid_count.won + NEW.is_winner::int;
  END IF;
  RETURN NULL;
END $$;
--
CREATE TRIGGER bid_counted AFTER INSERT ON bid FOR EACH ROW EXECUTE FUNCTION bid_counted();
--
CREATE TRIGGER bid_won AFTER UPDATE OF is_winner ON bid FOR EACH ROW WHEN (NEW.is_winner <> OLD.is_winner) EXECUTE FUNCTION bid_counted();
