// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title GOPEN: native OPEN wrapped one to one into votes, which are counted by time
/// @notice Has the published contract's events: wrapping emits Deposit and the mint's Transfer, unwrapping Withdrawal and the burn's, so
/// that a ledger of balances needs the Transfer alone.
contract GOPEN is ERC20, ERC20Permit, ERC20Votes {
    event Deposit(address indexed sender, uint256 amt);
    event Withdrawal(address indexed sender, uint256 amt);

    constructor() ERC20("Governance OPEN", "GOPEN") ERC20Permit("Governance OPEN") {}

    receive() external payable {
        deposit();
    }

    function withdraw(uint256 amt) external {
        _burn(msg.sender, amt);
        emit Withdrawal(msg.sender, amt);
        Address.sendValue(payable(msg.sender), amt);
    }

    function deposit() public payable {
        _mint(msg.sender, msg.value);
        emit Deposit(msg.sender, msg.value);
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
