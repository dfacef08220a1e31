-- Suppliers on SQLite: what was said of an organisation is append-only, a merge once decided stays. Statements end with a line of two dashes.
CREATE TRIGGER organisation_mark_no_update BEFORE UPDATE ON organisation_mark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER organisation_mark_no_delete BEFORE DELETE ON organisation_mark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER organisation_merge_no_delete BEFORE DELETE ON organisation_merge BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER organisation_merge_stays BEFORE UPDATE ON organisation_merge
WHEN OLD.outcome <> 'open' OR NEW.organisation_id <> OLD.organisation_id OR NEW.kept_id <> OLD.kept_id OR NEW.reason <> OLD.reason
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER bid_counted AFTER INSERT ON bid BEGIN
  INSERT INTO bid_count (organisation_id, bids, won) VALUES (NEW.organisation_id, 1, NEW.is_winner)
  ON CONFLICT (organisation_id) DO UPDATE SET bids = bid_count.bids + 1, won = bid_count.won + NEW.is_winner;
END;
--
CREATE TRIGGER bid_won AFTER UPDATE OF is_winner ON bid WHEN NEW.is_winner <> OLD.is_winner BEGIN
  UPDATE bid_count SET won = won + NEW.is_winner - OLD.is_winner WHERE organisation_id = NEW.organisation_id;
END;
