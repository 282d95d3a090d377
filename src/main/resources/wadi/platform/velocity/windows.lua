-- Counts one event in sliding windows, as wadi.domain.fraud.SlidingWindow does, and says what each then holds.
--
-- KEYS  two for each window: its events, and the different values of them
-- ARGV  the time in milliseconds since 1970; count or peek, which changes nothing; then for each window its length in
--       milliseconds, the amount, and the value to tell apart, which may be empty
-- gives count, sum and number of different values for each window
--
-- Events are doubles: how many events, how many buckets, then time and amount of each event, the earliest first, then number,
-- count and sum of each bucket. Values are a sorted set by the time they were last seen.
local EXACT, BUCKETS, MOST_VALUES, LARGEST = 64, 60, 1000, 1.7976931348623157e308
local KEPT_LONGER = 60000 -- clocks of two machines differ

local now, counting = tonumber(ARGV[1]), ARGV[2] == 'count'

local function read(key)
  local times, amounts, buckets = {}, {}, {}
  local packed = redis.call('GET', key)
  if packed then
    local numbers = {struct.unpack('>' .. string.rep('d', #packed / 8), packed)}
    local events = numbers[1]
    for i = 1, events do
      times[i], amounts[i] = numbers[2 * i + 1], numbers[2 * i + 2]
    end
    for i = 0, numbers[2] - 1 do
      local at = 2 * events + 3 + 3 * i
      buckets[numbers[at]] = {numbers[at + 1], numbers[at + 2]}
    end
  end
  return times, amounts, buckets
end

local function write(key, length, times, amounts, buckets)
  local numbers, held = {#times, 0}, 0
  for i = 1, #times do
    numbers[2 * i + 1], numbers[2 * i + 2] = times[i], amounts[i]
  end
  for number, bucket in pairs(buckets) do
    local at = #numbers
    numbers[at + 1], numbers[at + 2], numbers[at + 3] = number, bucket[1], bucket[2]
    held = held + 1
  end
  numbers[2] = held
  redis.call('SET', key, struct.pack('>' .. string.rep('d', #numbers), unpack(numbers)), 'PX', length + KEPT_LONGER)
end

local function fill(buckets, width, at, amount)
  local number = math.floor(at / width)
  local bucket = buckets[number] or {0, 0}
  buckets[number] = {bucket[1] + 1, bucket[2] + amount}
end

local function first_of(times, now, length)
  local first = 1
  while times[first] and now - times[first] >= length do first = first + 1 end
  return first
end

-- What the values are once this one is among them; when peeking, without it being there.
local function distinct(key, length, value, anew)
  local before = string.format('%.0f', now - length)
  if not counting then
    local count = anew and 0 or redis.call('ZCOUNT', key, '(' .. before, '+inf')
    local seen = not anew and value ~= '' and redis.call('ZSCORE', key, value)
    if value ~= '' and not (seen and tonumber(seen) > now - length) then count = count + 1 end
    return math.min(count, MOST_VALUES)
  end
  if anew then redis.call('DEL', key) else redis.call('ZREMRANGEBYSCORE', key, '-inf', before) end
  if value ~= '' then
    local seen = redis.call('ZSCORE', key, value)
    if not seen or tonumber(seen) < now then redis.call('ZADD', key, ARGV[1], value) end
    if redis.call('ZCARD', key) > MOST_VALUES then redis.call('ZREMRANGEBYRANK', key, 0, 0) end
    redis.call('PEXPIRE', key, length + KEPT_LONGER)
  end
  return redis.call('ZCARD', key)
end

local answer = {}
for window = 1, #KEYS / 2 do
  local key, values = KEYS[2 * window - 1], KEYS[2 * window]
  local length, amount, value = tonumber(ARGV[3 * window]), tonumber(ARGV[3 * window + 1]), ARGV[3 * window + 2]
  local width = length / BUCKETS
  local times, amounts, buckets = read(key)
  local anew = #times > 0 and times[#times] - now >= length
  if anew then times, amounts, buckets = {}, {}, {} end

  local first = first_of(times, now, length)
  if first > 1 then
    local later_times, later_amounts = {}, {}
    for i = first, #times do
      later_times[#later_times + 1], later_amounts[#later_amounts + 1] = times[i], amounts[i]
    end
    times, amounts, buckets = later_times, later_amounts, {}
  end
  if #times == EXACT and now <= times[1] then
    fill(buckets, width, now, amount)
  else
    if #times == EXACT then
      fill(buckets, width, times[1], amounts[1])
      table.remove(times, 1)
      table.remove(amounts, 1)
    end
    local place = #times + 1
    while place > 1 and times[place - 1] > now do place = place - 1 end
    table.insert(times, place, now)
    table.insert(amounts, place, amount)
  end

  local count, sum, newest = #times, 0, math.floor(times[#times] / width)
  for number, bucket in pairs(buckets) do
    if number <= newest - BUCKETS - 1 then
      buckets[number] = nil
    else
      count, sum = count + bucket[1], sum + bucket[2]
    end
  end
  for i = 1, #amounts do sum = sum + amounts[i] end
  if counting then write(key, length, times, amounts, buckets) end
  answer[3 * window - 2], answer[3 * window - 1] = count, string.format('%.17g', math.min(sum, LARGEST))
  answer[3 * window] = distinct(values, length, value, anew)
end
return answer
