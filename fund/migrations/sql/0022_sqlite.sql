-- Centres on SQLite: what was handed in and what was done is append-only, an approved report stays, a draft is written only while it is with the centre. Statements end with a line of two dashes.
CREATE TRIGGER submission_round_no_update BEFORE UPDATE ON submission_round BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_round_no_delete BEFORE DELETE ON submission_round BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submitted_figure_no_update BEFORE UPDATE ON submitted_figure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submitted_figure_no_delete BEFORE DELETE ON submitted_figure BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_event_no_update BEFORE UPDATE ON submission_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_event_no_delete BEFORE DELETE ON submission_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER centre_event_no_update BEFORE UPDATE ON centre_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER centre_event_no_delete BEFORE DELETE ON centre_event BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER offer_use_no_update BEFORE UPDATE ON offer_use BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER offer_use_no_delete BEFORE DELETE ON offer_use BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_file_no_update BEFORE UPDATE ON submission_file BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_file_no_delete BEFORE DELETE ON submission_file BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER remark_no_delete BEFORE DELETE ON remark BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER submission_stays BEFORE UPDATE ON submission WHEN OLD.status IN ('approved', 'locked') AND (NEW.status NOT IN ('approved', 'locked') OR (OLD.status = 'locked' AND NEW.status <> 'locked') OR NEW.round <> OLD.round
  OR NEW.centre_id <> OLD.centre_id OR NEW.period_id <> OLD.period_id OR NEW.revision <> OLD.revision OR (OLD.is_standing AND NOT NEW.is_standing AND NEW.superseded_on IS NULL))
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER remark_stays BEFORE UPDATE ON remark WHEN OLD.answered_on IS NOT NULL OR NEW.remark <> OLD.remark OR NEW.indicator <> OLD.indicator OR NEW.submission_id <> OLD.submission_id OR NEW.round <> OLD.round
BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER draft_figure_insert BEFORE INSERT ON draft_figure
WHEN (SELECT status FROM submission WHERE id = NEW.submission_id) NOT IN ('draft', 'returned') BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER draft_figure_update BEFORE UPDATE ON draft_figure
WHEN (SELECT status FROM submission WHERE id = OLD.submission_id) NOT IN ('draft', 'returned') BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
--
CREATE TRIGGER draft_figure_delete BEFORE DELETE ON draft_figure
WHEN (SELECT status FROM submission WHERE id = OLD.submission_id) NOT IN ('draft', 'returned') BEGIN SELECT RAISE(ABORT, 'fund:append_only'); END;
