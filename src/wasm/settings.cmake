# What the browser's build sets before any target: small code, and of the contract only what rules need.
add_compile_options(-Oz -flto -fwasm-exceptions -fvisibility=hidden -ffunction-sections)
add_link_options(-Oz -flto -fwasm-exceptions)
set(contract_part --rules-only)

# What stands for jsoncons in this build.
add_library(jsoncons STATIC src/wasm/small_json/json.cpp)
target_include_directories(jsoncons PUBLIC src/wasm/small_json)
