--- What lies under a document and is nobody else's business: {document -> its state}.
--
-- A state has: document (what its users see), data (the fields behind it), for_guests (what plugins from elsewhere see),
-- handle (of the core), registry, spec (as document.open got it), record (the number of its source record), layers
-- (those that are complete), open (those that are being filled), ran (plugins that have run), plugin and ctx (the one at
-- work), notes (for the user).
return setmetatable({}, {__mode = "k", __index = function(_, key)
  error(("called on a %s: methods of a document take a colon, doc:each\"LAYER\""):format(type(key)), 3)
end})
