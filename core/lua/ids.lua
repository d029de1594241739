--- Ids of documents: that of the source, and "#n" behind it where the source holds several articles.

local M = {}

--- Returns the id of the source of a document, and the number of the article (0: it is the only one).
function M.source(id)
  local source, number = tostring(id):match("^(.*)#(%d+)$")
  return source or id, tonumber(number) or 0
end

--- Says whether the document of an id stands before another in the input, as far as ids tell: by source, then by the number of the
-- article, #2 before #10. Given to plugins as `earlier_document`.
function M.is_earlier(id, other)
  local source, number = M.source(id)
  local other_source, other_number = M.source(other)
  if source ~= other_source then return source < other_source end
  return number < other_number
end

return M
