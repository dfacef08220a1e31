-- Steps of the plan on SQLite: what was recorded stays. Statements end with a line of two dashes.
CREATE TRIGGER plan_step_event_no_update BEFORE UPDATE ON plan_step_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER plan_step_event_no_delete BEFORE DELETE ON plan_step_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
