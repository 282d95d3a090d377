-- wrk script: POST a new transaction (Luhn-valid card, order, amount), or a new notification (one SMS), with every request: which, says the path.
--
--   wrk -t2 -c64 -d20s -s bench/post.lua http://127.0.0.1:8080/transact -- HELD_PERCENT SEED
--
-- Notifications go to /v2/notifications, or to /api/v1.0/sendMessage in the words of the original; HELD_PERCENT says nothing to them.
--
-- HELD_PERCENT  share of requests with an amount of 20,000 or more, which the shipped rules hold (default 0)
-- SEED          the same seed gives each thread the same sequence of requests (default 1)
--
-- The last line printed is for machines: WADI_BENCH and one JSON object. Latencies are in milliseconds.
-- Status codes are counted here because wrk itself only counts those above 399, in one number.

local threads = {}

function setup(thread)
   table.insert(threads, thread)
   thread:set("number", #threads)
end

function init(args)
   heldShare = (tonumber(args[1]) or 0) / 100
   local seed = tonumber(args[2]) or 1
   math.randomseed(seed * 1000 + number)
   heldSent = 0
   count = 0
   names = string.format("b%d-%d-%d-", os.time() % 1000000, seed, number)
   statuses = {}
   head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] ..
      "\r\nContent-Type: application/json\r\nContent-Length: "
end

-- Sixteen digits: a 4, fourteen random ones, and the check digit of ISO/IEC 7812-1.
local function card()
   local digits = string.format("4%07d%07d", math.random(0, 9999999), math.random(0, 9999999))
   local sum = 0
   for i = 1, 15 do
      local d = digits:byte(i) - 48
      if i % 2 == 1 then
         d = d * 2
         if d > 9 then d = d - 9 end
      end
      sum = sum + d
   end
   return digits .. (10 - sum % 10) % 10
end

-- An SMS to one of a thousand numbers that Ofcom keeps for drama. The original wants a name of the client's own for each message.
local function notification()
   count = count + 1
   local to = string.format("+447700900%03d", math.random(0, 999))
   if wrk.path == "/v2/notifications" then
      return '{"recipients":{"sms":["' .. to .. '"]},"text":"Your order ' .. count .. ' is on its way.","priority":"normal"}'
   end
   return '{"messageId":"' .. names .. count .. '","senderId":"0700123456","recipients":["' .. to ..
      '"],"messageType":"sms","channel":"africas-talking","message":"Your order ' .. count .. ' is on its way.","priority":"normal"}'
end

function request()
   if wrk.path ~= "/transact" then
      local body = notification()
      return head .. #body .. "\r\n\r\n" .. body
   end
   local cents
   if heldShare > 0 and math.random() < heldShare then
      heldSent = heldSent + 1
      cents = math.random(2000000, 9999999)
   else
      cents = math.random(100, 999999)
   end
   local amount = string.format("%.2f", cents / 100)
   local body = '{"order":{"id":' .. math.random(1, 999999) .. ',"name":"avengers 4 spoilers book","cost":' .. amount ..
      ',"currency":"INR"},"paymentMethod":"amazonpay","payment":{"card":' .. card() ..
      ',"type":"wallet","amount":' .. amount .. ',"currency":"INR"}}'
   return head .. #body .. "\r\n\r\n" .. body
end

function response(status)
   statuses[status] = (statuses[status] or 0) + 1
end

function done(summary, latency)
   local total, held, codes = {}, 0, {}
   for _, thread in ipairs(threads) do
      held = held + thread:get("heldSent")
      for status, count in pairs(thread:get("statuses")) do
         total[status] = (total[status] or 0) + count
      end
   end
   for status, count in pairs(total) do
      table.insert(codes, string.format('"%d":%d', status, count))
   end
   table.sort(codes)
   local e = summary.errors
   print(string.format('WADI_BENCH {"requests":%d,"seconds":%.3f,"requestsPerSecond":%.1f,"p50":%.3f,"p90":%.3f,"p99":%.3f,' ..
      '"max":%.3f,"heldSent":%d,"errors":{"connect":%d,"read":%d,"write":%d,"timeout":%d},"statuses":{%s}}',
      summary.requests, summary.duration / 1e6, summary.requests / (summary.duration / 1e6),
      latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
      held, e.connect, e.read, e.write, e.timeout, table.concat(codes, ",")))
end
