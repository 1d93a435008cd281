// The whole HTTP layer. See README.md in this folder.
#pragma once

#include "services/http/cookies.hpp"
#include "services/http/json_body.hpp"
#include "services/http/method.hpp"
#include "services/http/parameters.hpp"
#include "services/http/percent_encoding.hpp"
#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/http/response.hpp"
#include "services/http/router.hpp"
#include "services/http/same_origin.hpp"
#include "services/http/server.hpp"
