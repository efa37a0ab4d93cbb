// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

/// @title OPEN on L1: a fixed supply, made once, that its holders may burn
contract OPEN is ERC20, ERC20Burnable {
    constructor(address holder) ERC20("OpenLedger", "OPEN") {
        _mint(holder, 1e27);
    }
}
