-- Evaluation of direction on SQLite: what was said stays, hands stay apart, what is approved never changes. Statements end with a line of two dashes.
CREATE TRIGGER direction_scheme_no_update BEFORE UPDATE ON direction_scheme BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_scheme_no_delete BEFORE DELETE ON direction_scheme BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_statement_no_update BEFORE UPDATE ON direction_statement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_statement_no_delete BEFORE DELETE ON direction_statement BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_event_no_update BEFORE UPDATE ON direction_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_event_no_delete BEFORE DELETE ON direction_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_figure_no_update BEFORE UPDATE ON direction_figure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_figure_no_delete BEFORE DELETE ON direction_figure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_mark_no_update BEFORE UPDATE ON holding_mark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER holding_mark_no_delete BEFORE DELETE ON holding_mark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_no_delete BEFORE DELETE ON direction BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_stays BEFORE UPDATE ON direction WHEN OLD.status = 'approved' OR NEW.fiscal_year <> OLD.fiscal_year OR (NEW.status = 'approved' AND OLD.status <> 'submitted') OR (NEW.status = OLD.status AND NEW.scheme <> OLD.scheme) BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_statement_of_a_draft BEFORE INSERT ON direction_statement WHEN (SELECT status FROM direction WHERE id = NEW.direction_id) <> 'draft' BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_figure_of_a_promise BEFORE INSERT ON direction_figure WHEN NOT EXISTS (SELECT 1 FROM direction_event e JOIN direction d ON d.id = e.direction_id WHERE e.id = NEW.event_id AND e.kind = 'promise_direction' AND d.status = 'submitted' AND NOT EXISTS (SELECT 1 FROM direction_event l WHERE l.direction_id = e.direction_id AND l.id > e.id)) BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER direction_event_hands BEFORE INSERT ON direction_event WHEN NEW.kind IN ('promise_direction', 'approve_direction') AND EXISTS (SELECT 1 FROM direction_event e WHERE e.direction_id = NEW.direction_id AND (e.kind IN ('begin_direction', 'state_direction') OR (NEW.kind = 'approve_direction' AND e.kind = 'promise_direction')) AND (e.actor_id IN (NEW.actor_id, NEW.on_behalf_of) OR e.on_behalf_of IN (NEW.actor_id, NEW.on_behalf_of))) BEGIN SELECT RAISE(ABORT, 'fund:four_eyes'); END;
