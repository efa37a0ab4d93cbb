// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title The L1 end of the bridge: OPEN that is the native coin of the L2 lies here
/// @notice Has the published portal's events and hashes. A withdrawal's proof is taken on the relay's word: what is shown here is its
/// stages, not its security.
contract OptimismPortal {
    using SafeERC20 for IERC20;

    struct WithdrawalTransaction {
        uint256 nonce;
        address sender;
        address target;
        uint256 value;
        uint256 gasLimit;
        bytes data;
    }

    event TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData);
    event WithdrawalProven(bytes32 indexed withdrawalHash, address indexed from, address indexed to);
    event WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success);

    error NotTheRelay();
    error NotProven();
    error TooEarly();
    error FinalizedAlready();
    error BadTarget();
    error NotEnoughGas();

    uint256 public constant PROOF_MATURITY_DELAY_SECONDS = 24;
    /// For what stands behind the call of a withdrawal, so that nobody makes it fail by giving too little.
    uint256 private constant RESERVED_GAS = 40_000;
    /// A contract's address on L2 is its own, moved by this much.
    uint160 private constant ALIAS_OFFSET = uint160(0x1111000000000000000000000000000000001111);

    IERC20 public immutable token;
    address public immutable relay;
    mapping(bytes32 withdrawalHash => uint256) public provenAt;
    mapping(bytes32 withdrawalHash => bool) public finalizedWithdrawals;

    constructor(IERC20 token_, address relay_) {
        token = token_;
        relay = relay_;
    }

    function depositERC20Transaction(
        address to,
        uint256 mint,
        uint256 value,
        uint64 gasLimit,
        bool isCreation,
        bytes calldata data
    ) external {
        if (mint > 0) token.safeTransferFrom(msg.sender, address(this), mint);
        address from = msg.sender.code.length == 0 ? msg.sender : _aliasOf(msg.sender);
        emit TransactionDeposited(from, to, 0, abi.encodePacked(mint, value, gasLimit, isCreation, data));
    }

    function proveWithdrawalTransaction(WithdrawalTransaction calldata withdrawal) external {
        if (msg.sender != relay) revert NotTheRelay();
        bytes32 withdrawalHash = hashOf(withdrawal);
        provenAt[withdrawalHash] = block.timestamp;
        emit WithdrawalProven(withdrawalHash, withdrawal.sender, withdrawal.target);
    }

    function finalizeWithdrawalTransaction(WithdrawalTransaction calldata withdrawal) external {
        bytes32 withdrawalHash = hashOf(withdrawal);
        if (provenAt[withdrawalHash] == 0) revert NotProven();
        if (block.timestamp < provenAt[withdrawalHash] + PROOF_MATURITY_DELAY_SECONDS) revert TooEarly();
        if (finalizedWithdrawals[withdrawalHash]) revert FinalizedAlready();
        // In its own name it could be told to give away what lies here.
        if (withdrawal.target == address(token) || withdrawal.target == address(this)) revert BadTarget();
        finalizedWithdrawals[withdrawalHash] = true;
        if (withdrawal.value > 0) token.safeTransfer(withdrawal.target, withdrawal.value);
        emit WithdrawalFinalized(withdrawalHash, withdrawal.data.length == 0 || _call(withdrawal));
    }

    function hashOf(WithdrawalTransaction calldata withdrawal) public pure returns (bytes32) {
        return keccak256(
            abi.encode(
                withdrawal.nonce,
                withdrawal.sender,
                withdrawal.target,
                withdrawal.value,
                withdrawal.gasLimit,
                withdrawal.data
            )
        );
    }

    /// Paid is paid: a call that fails is told, and is not tried again.
    function _call(WithdrawalTransaction calldata withdrawal) private returns (bool success) {
        if ((gasleft() * 63) / 64 < withdrawal.gasLimit + RESERVED_GAS) revert NotEnoughGas();
        (success,) = withdrawal.target.call{gas: withdrawal.gasLimit}(withdrawal.data);
    }

    function _aliasOf(address account) private pure returns (address) {
        unchecked {
            return address(uint160(account) + ALIAS_OFFSET);
        }
    }
}
