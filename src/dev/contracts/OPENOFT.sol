// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {OFTLegs} from "./OFTLegs.sol";

/// @title OPEN on another chain: made when it arrives, burned when it leaves
contract OPENOFT is ERC20, OFTLegs {
    constructor(address messenger_, uint32 eid_) ERC20("OpenLedger", "OPEN") OFTLegs(messenger_, eid_) {}

    function _debit(address from, uint256 amount) internal override {
        _burn(from, amount);
    }

    function _credit(address to, uint256 amount) internal override {
        _mint(to, amount);
    }
}
