select exists (select from skipped_log) as found;
