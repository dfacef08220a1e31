-- On SQLite: what is stated of milestones abroad and what is kept apart is append-only. Statements end with a line of two dashes.
CREATE TRIGGER cooperation_apart_no_update BEFORE UPDATE ON cooperation_apart BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_apart_no_delete BEFORE DELETE ON cooperation_apart BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_milestone_no_update BEFORE UPDATE ON cooperation_milestone BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_milestone_no_delete BEFORE DELETE ON cooperation_milestone BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_milestone_state_no_update BEFORE UPDATE ON cooperation_milestone_state BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER cooperation_milestone_state_no_delete BEFORE DELETE ON cooperation_milestone_state BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
