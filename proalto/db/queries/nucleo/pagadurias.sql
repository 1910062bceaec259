-- todas: whom the lender has an agreement with.
SELECT nombre FROM nucleo.pagadurias ORDER BY id;
